"""Django's database backends, with a limit on how long a request waits for the database."""
