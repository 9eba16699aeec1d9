"""The words that attribution is read by, language by language: verbs, pronouns, offices. Pure."""

from quotes.text.words import word_set

VERBS_OF = {
    "en": "said says say saying told tells telling added adds adding stressed stresses noted notes "
    "explained explains argued argues warned warns stated states declared declares remarked "
    "insisted insists replied answered asked continued continues concluded recalled recalls "
    "emphasised emphasises emphasized emphasizes pointed_out underlined underscored announced "
    "admitted acknowledged wrote writes tweeted observed claimed claims maintained confirmed "
    "suggested commented quipped joked reiterated affirmed asserted predicted cautioned conceded "
    "complained demanded pledged promised vowed testified posted responded urged thinks believes "
    "recounted wanted_to_know cried shouted exclaimed whispered sighed laughed "
    "countered retorted joked lamented mused snapped shrugged agreed disagreed concurred "
    "reckons reckoned admits acknowledges announces answers asks remarks observes comments "
    "concedes complains demands confirms suggests predicts cautions pledges promises vows "
    "testifies posts responds counters retorts laments muses quoted_as_saying",
    "de": "sagte sagt gesagt erklärte erklärt betonte betont meinte meint fügte schrieb schreibt "
    "warnte kritisierte forderte antwortete bekräftigte ergänzte unterstrich versicherte "
    "berichtete äußerte bemerkte kündigte kündigt fordert warnt kritisiert antwortet ergänzt "
    "unterstreicht versichert berichtet bekräftigt gab_zu räumte findet klagt klagte lobte mahnte "
    "mitteilte mitteilt teilte_mit teilt_mit behauptete behauptet mahnt entgegnete erwiderte "
    "stellte_klar fragte wollte_wissen resümierte",
    "fr": "dit disait déclaré déclare affirmé affirme expliqué explique ajouté ajoute souligné "
    "souligne assuré assure précisé précise indiqué indique rappelé rappelle estimé estime "
    "martelé insisté insiste lancé écrit poursuit poursuivi conclut répondu répond annoncé "
    "annonce prévient prévenu avertit averti lance tranche tranché confie confié "
    "glisse soupire ironise regrette regretté déplore déploré raconte raconté témoigne plaide "
    "promet promis résume résumé juge jugé reconnaît reconnu dénonce dénoncé réagit réagi",
    "es": "dijo dice declaró afirmó afirma añadió añade explicó explica señaló señala indicó "
    "aseguró subrayó denunció sostuvo manifestó recordó advirtió agregó escribió respondió "
    "insistió advierte asegura sostiene recuerda subraya zanjó apuntó precisó lamentó criticó "
    "comentó reconoció anunció prometió confesó contó opinó admitió destacó reiteró "
    "dicho declarado afirmado añadido explicado señalado indicado asegurado subrayado denunciado "
    "sostenido manifestado recordado advertido agregado respondido insistido apuntado precisado "
    "lamentado criticado comentado reconocido anunciado prometido confesado opinado admitido "
    "destacado reiterado denuncia lamenta critica comenta reconoce anuncia promete confiesa opina "
    "admite destaca reitera responde insiste declara concluye concluyó",
    "ru": "сказал сказала говорит заявил заявила отметил отметила подчеркнул подчеркнула добавил "
    "добавила пояснил пояснила сообщил сообщила рассказал рассказала ответил ответила написал "
    "написала считает напомнил напомнила уточнил уточнила подытожил подытожила продолжил "
    "продолжила заключил заключила утверждает признал признала предупредил предупредила "
    "пожаловался пожаловалась жалуется "
    "отмечает подчёркивает подчеркивает подчеркнул подчёркнула добавляет поясняет уверен уверена "
    "возразил возразила спросил спросила вспоминает рассказывает объяснил объяснила указал указала "
    "говорил говорила сообщал обещал обещает пообещал пообещала заверил заверила отмечал полагает "
    "утверждал утверждала считал полагал резюмировал констатировал прокомментировал "
    "прокомментировала",
    "kk": "деп_мәлімдеді деп_айтты деп_хабарлады деп_атап_өтті деп_түсіндірді деп_жазды деп_қосты "
    "деп_жауап_берді деді дейді айтты мәлімдеді атап_өтті хабарлады түсіндірді жазды қосты",
    "tr": "dedi diyor söyledi belirtti ifade_etti kaydetti vurguladı açıkladı ekledi konuştu "
    "yazdı sordu diyen diye_konuştu diye_yazdı diye_ekledi ifadelerini_kullandı uyardı "
    "diyerek diye açıklamasında ifadeleriyle sözleriyle şeklinde olarak_nitelendirdi "
    "olarak_tanımladı dile_getiren söylüyor anlatıyor "
    "ifadesini_kullandı değerlendirmesinde dile_getirdi aktardı anlattı savundu yanıtladı",
    "ar": "قال قالت وقال وقالت أضاف وأضاف أضافت وأضافت صرح وصرح أكد وأكد أكدت وأكدت أوضح وأوضح "
    "أعلن وأعلن أعلنت وأعلنت ذكر وذكر ذكرت وذكرت أشار وأشار أشارت وأشارت شدد وشدد شددت وشددت "
    "لفت ولفت اعتبر واعتبر اعتبرت واعتبرت رأى ورأى حذر وحذر حذرت وحذرت تابع وتابع كشف وكشف "
    "صرحت وصرحت أوضحت وأوضحت علق وعلق أفاد وأفاد رد ورد ردت وردت "
    "تعهد وتعهد وعد ووعد أعرب وأعرب أعربت وأعربت يقول ويقول تقول وتقول بحسب وبحسب حسب وحسب",
    "it": "disse dice detto dichiarò dichiara dichiarato spiegò spiega spiegato aggiunse aggiunge "
    "aggiunto affermò afferma affermato sottolineò sottolinea sottolineato ricordò ricorda "
    "ricordato osservò osserva osservato avvertì avverte avvertito concluse conclude concluso "
    "precisò precisa precisato assicurò assicura assicurato ammise ammette ammesso replicò replica "
    "replicato rispose risponde risposto raccontò racconta raccontato commentò commenta commentato "
    "scrisse scrive scritto sostenne sostiene sostenuto annunciò annuncia annunciato promise "
    "promette promesso denunciò denuncia denunciato",
    "uk": "сказав сказала каже говорить заявив заявила зазначив зазначила наголосив наголосила "
    "додав додала пояснив пояснила повідомив повідомила розповів розповіла відповів відповіла "
    "написав написала вважає нагадав нагадала уточнив уточнила підкреслив підкреслила попередив "
    "попередила визнав визнала пообіцяв пообіцяла запитав запитала стверджує",
    "other": "disse diz afirmou afirma declarou acrescentou explicou explica destacou ressaltou "
    "alertou garantiu lembrou respondeu escreveu zei zegt verklaarde voegde_toe benadrukte "
    "waarschuwde schreef antwoordde aldus sade säger sa svarade powiedział powiedziała mówi dodał "
    "dodała podkreślił podkreśliła stwierdził stwierdziła wyjaśnił wyjaśniła zaznaczył zaznaczyła "
    "napisał napisała odpowiedział odpowiedziała ostrzegł ostrzegła",
}  # fmt: skip
CHINESE_VERBS = (
    "表示|指出|强调|強調|宣布|回应|回應|回答|补充|補充|告诉|告訴|透露|坦言|直言|写道|寫道|呼吁|呼籲|"
    "坚称|堅稱|声称|聲稱|宣称|宣稱|喊道|承诺|承諾|保证|保證|担心|擔心|希望|坚持|堅持|反问|反問|许诺|許諾|重申|警告|批评|批評|介绍|介紹|反驳|反駁|质疑|質疑|形容|"
    "感叹|感嘆|指责|指責|解释|解釋|承认|承認|说|說|称|稱|道|认为|認為"
)
# They make a quotation of a few words a part of the reporter’s sentence.
WOVEN_VERBS = word_set(
    "called calls described describes dubbed labelled labeled branded hailed hails slammed praised "
    "denounced dismissed termed nannte nennt bezeichnete bezeichnet lobte qualifié qualifie "
    "dénoncé dénonce qualifia وصف ووصف وصفت ووصفت calificó califica tildó llamó describió назвал "
    "назвала называет "
    "охарактеризовал nitelendirdi definì definito"
)
PRONOUNS = "he she they er sie il elle él ella он она они o ол هو هي"
ROLES = word_set(
    "mr mrs ms miss dr prof professor sir dame lord lady sheikh king queen prince princess "
    "sultan president vice-president premier minister vice deputy foreign prime defence defense "
    "finance interior justice health energy ambassador secretary general spokesman spokeswoman "
    "spokesperson chancellor governor mayor senator congressman congresswoman representative "
    "rep sen gov judge justice chairman chairwoman chair chief director commissioner envoy "
    "leader head speaker press state attorney colonel captain admiral lieutenant sergeant "
    "commander marshal pope bishop archbishop cardinal imam rabbi reverend pastor economist "
    "analyst historian lawyer activist co-founder founder ceo cfo officer executive manager "
    "editor reporter correspondent member mp mep undersecretary under-secretary counsellor "
    "councillor counselor landwirt landwirtin bauer bäuerin biologe biologin arzt ärztin anwalt "
    "anwältin lehrer lehrerin forscher forscherin wissenschaftler wissenschaftlerin leiter "
    "leiterin geschäftsführer geschäftsführerin schülerin schüler schoolgirl schoolboy pupil "
    "student teacher farmer nurse baker driver fisherman fisherwoman engineer architect artist "
    "author scientist biologist geologist journalist photographer shopkeeper trader resident "
    "архитектор инженер учитель учительница врач фермер учёный историк художник художница "
    "писатель писательница житель жительница строитель тренер "
    "bürgermeister bürgermeisterin direktor direktorin experte expertin hydrologe hydrologin "
    "historiker historikerin ökonom ökonomin autor autorin fischer fischerin unternehmer "
    "unternehmerin herr frau bundeskanzler bundeskanzlerin kanzler kanzlerin präsident "
    "präsidentin ministerin sprecher sprecherin politiker politikerin abgeordnete abgeordneter "
    "chef chefin vorsitzende vorsitzender außenminister außenministerin staatssekretär "
    "bürgermeister bürgermeisterin monsieur madame m mme président présidente ministre premier "
    "première chancelier porte-parole maire député députée sénateur général señor señora "
    "presidente presidenta ministro ministra portavoz canciller alcalde diputado senador "
    "المدير مدير مديرة العضو عضو نائب النائب النائبة سفير محافظ رئيسة وزيرة الوزيرة الناطق ناطق "
    "المتحدثة مسؤول الدفاع الداخلية المالية الصحة العدل الطاقة التعليم الوزراء الجمهورية البرلمان "
    "المجلس مجلس البنك الشركة الحكومة الأستاذ المهندس القائد قائد "
    "президент министр премьер премьер-министр глава посол депутат сенатор губернатор мэр "
    "пресс-секретарь представитель генерал министрі президенті төрағасы елшісі başkan başkanı "
    "cumhurbaşkanı bakan bakanı başbakan milletvekili sayın bay bayan sözcüsü الرئيس رئيس "
    "الوزير وزير الخارجية السفير المتحدث باسم السيد السيدة الأمير الملك الدكتور"
)
ROLE_ENDS = (
    "minister", "ministerin", "politiker", "politikerin", "sprecher", "sprecherin", "chef",
    "chefin", "präsident", "präsidentin", "abgeordnete", "abgeordneter", "experte", "expertin",
    "secretary", "general", "министр", "секретарь", "elect",
)  # fmt: skip
# They begin a sentence, with a capital, and lead on from the one before.
CONNECTIVES = word_set(
    "then later finally afterwards meanwhile however also still besides furthermore moreover "
    "eventually earlier instead nevertheless otherwise similarly separately "
    "dann danach später zudem außerdem anschließend schließlich auch zuvor dabei weiter daraufhin "
    "puis ensuite enfin aussi alors pourtant auparavant ainsi toutefois cependant "
    "luego después además también finalmente asimismo entonces antes igualmente "
    "poi infine inoltre dopo quindi anche ancora successivamente intanto "
    "então depois também ainda finalmente além "
    "toen daarna ook vervolgens later tenslotte "
    "затем потом также тоже позже далее наконец ещё еще кроме ранее при "
    "потім також далі згодом нарешті крім раніше "
    "сондай-ақ кейін содан сонымен бұдан "
    "ayrıca sonra sonrasında daha ardından böylece öte "
    "potem następnie później także również wreszcie "
    "sedan därefter också később hozzá"
)
NOT_NAMES = CONNECTIVES | word_set(
    "a an and at but by for from he her his i in it its many most no nobody of on one or our as "
    "her "
    "asked nothing nor my your was has had in "
    "she so some that the their then there these they this those to we what when who why with "
    "yes you later earlier yesterday today tomorrow monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september october "
    "november december der die das den dem ein eine er sie es wir im in am und le la les un une "
    "il elle nous l el los las un una nosotros он она они мы в на и это как так но её ее его их "
    "по o ve bu bir ise"
)
# What is behind them is a place, an occasion, or who was spoken to.
PREPOSITIONS = word_set(
    "in at to on of from for with by about after before during against into near over des im in "
    "am bei vor nach zu zum zur mit gegenüber à au aux en dans chez devant de du des d con ante "
    "a al del chez pour para contra por sur sous между против у за в на во о об перед для с со к от"
)
AFTER_COMMA = word_set("and but or und oder aber et mais ou y pero o и а но ve ama және")
# What follows a name in Arabic, and begins what is said.
ARABIC_ENDS = word_set(
    "فإن فإنه فإنها بأن بأنه بأنها قائلا قائلة إن أن في إنه إنها أنه أنها على من مع خلال أمام عن ل"
)
# Behind one, a single word with a capital is a thing or an office rather than a name.
ARTICLES = word_set(
    "the a an der die das den dem des ein eine einem einen einer eines le la les un une el los las "
    "una il lo gli i o os as um uma de het een"
)
# Small words that go before a name behind a comma, and are no verbs.
NO_VERBS = (
    AFTER_COMMA
    | PREPOSITIONS
    | ARTICLES
    | word_set(
        "who whom whose which where while when as because if that than like since until unless "
        "not nor "
        "though although via per der die das wie als wo während weil dass wenn comme qui que dont "
        "où "
        "quand lorsque tandis como que quien cuyo donde cuando mientras что как который где когда "
        "пока "
        "gibi che chi dove quando mentre come"
    )
)
