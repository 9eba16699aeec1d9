"""Tracking parameters that other programs add to addresses; they are always ignored.

The names are of the kind that AdGuard's URL tracking filter takes away (AdguardFilters on GitHub,
TrackParamFilter), and those that newsletter and advertising programs document as theirs.
No parameter of ours may have one of them.
"""

from urllib.parse import unquote_plus

PREFIXES = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "stm_", "at_", "guce_", "__cf_chl_")
NAMES = frozenset((
    "__hsfp", "__hssc", "__hstc", "__s", "_bhlid", "_branch_match_id", "_branch_referrer", "_ga",
    "_gl", "_hsenc", "_hsmi", "_ke", "_kx", "_openstat", "_sc", "_sgm_campaign",
    "action_object_map", "action_ref_map", "action_type_map", "amp", "bbeml", "bsft_clkid",
    "bsft_uid", "ck_subscriber_id", "cmpid", "cvid", "dclid", "dm_i", "dpg_campaign", "dpg_content",
    "dpg_medium", "dpg_source", "ef_id", "elqtrack", "elqtrackid", "epik", "et_rid",
    "fb_action_ids", "fb_action_types", "fb_comment_id", "fb_ref", "fb_source", "fbclid",
    "gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "guccounter", "hsctatracking",
    "icid", "igsh", "igshid", "irclickid", "li_fat_id", "mc_cid", "mc_eid", "mc_tc", "mibextid",
    "mkt_tok", "mkwid", "ml_subscriber", "ml_subscriber_hash", "msclkid", "ncid",
    "nr_email_referer", "oft_c", "oft_ck", "oft_d", "oft_id", "oft_ids", "oft_k", "oft_lk",
    "oft_sk", "oly_anon_id", "oly_enc_id", "pcrid", "rb_clickid", "rdt_cid", "ref", "ref_src",
    "ref_url", "referrer", "s_cid", "s_kwcid", "sc_campaign", "sc_cid", "sc_customer", "sc_eh",
    "sc_uid", "scid", "sfnsn", "share", "si", "smid", "spm", "sr_share", "srsltid", "ss_email_id",
    "trk", "trkcampaign", "ttclid", "twclid", "unicorn_click_id", "vero_conv", "vero_id", "vgo_ee",
    "wbraid", "wickedid", "wprov", "wt_mc", "wtrid", "xtor", "yclid", "ymclid", "yptr", "ysclid",
    "zanpid",
))  # fmt: skip


def is_tracking(name: str) -> bool:
    """Whether a parameter only follows readers."""
    lower = name.lower()
    return lower in NAMES or lower.startswith(PREFIXES)


def without_tracking(query: str) -> str:
    """A query string, as it stands in an address, without such parameters."""
    pairs = [pair for pair in query.split("&") if pair]
    return "&".join(pair for pair in pairs if not is_tracking(unquote_plus(pair.partition("=")[0])))
