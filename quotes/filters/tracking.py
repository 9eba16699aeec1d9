"""Tracking parameters that other programs add to addresses; they are always ignored.

Each is named by one of these, as they stood at the commit given; prefixes as there, too:

* AdguardTeam/AdguardFilters, ``TrackParamFilter/sections/general_url.txt``, 002b0661;
* DandelionSprout/adfilt, ``LegitimateURLShortener.txt``, 003b9cdf;
* ClearURLs/Rules, ``data.min.json``, ``globalRules``, 01428681;
* uBlockOrigin/uAssets, ``filters/privacy.txt``, “Query parameter stripping”;
* Google Ads Help, answer 16193746 (``gad_source``, ``gad_campaignid``), and what LinkedIn calls its
  click ID (``li_fat_id``).

Those lists take some of the names away on the sites of their makers alone. No parameter of ours may
have one of them.
"""

from urllib.parse import unquote_plus

PREFIXES = ("utm_", "mtm_", "piwik_", "matomo_", "hsa_", "stm_")
NAMES = frozenset((
    "__hsfp", "__hssc", "__hstc", "__s", "_bhlid", "_branch_match_id", "_branch_referrer", "_ga",
    "_gl", "_hsenc", "_hsmi", "_kx", "_openstat", "_sgm_campaign", "action_object_map",
    "action_ref_map", "action_type_map", "amp", "at_campaign", "at_campaign_type", "at_creation",
    "at_emailtype", "at_link", "at_link_id", "at_link_origin", "at_link_type", "at_medium",
    "at_ptr_name", "at_recipient_id", "at_recipient_list", "at_send_date", "bbeml", "bsft_clkid",
    "bsft_eid", "bsft_mid", "bsft_uid", "cmpid", "dclid", "dm_i", "dpg_campaign", "dpg_content",
    "dpg_medium", "dpg_source", "ef_id", "elqtrack", "elqtrackid", "epik", "et_rid",
    "fb_action_ids", "fb_action_types", "fb_comment_id", "fb_ref", "fb_source", "fbclid",
    "gad_campaignid", "gad_source", "gbraid", "gclid", "gclsrc", "guccounter", "guce_referrer",
    "guce_referrer_sig", "hsctatracking", "icid", "igsh", "igshid", "irclickid", "li_fat_id",
    "mc_cid", "mc_eid", "mc_tc", "mibextid", "mkt_tok", "mkwid", "ml_subscriber",
    "ml_subscriber_hash", "msclkid", "ncid", "nr_email_referer", "oft_c", "oft_ck", "oft_d",
    "oft_id", "oft_ids", "oft_k", "oft_lk", "oft_sk", "oly_anon_id", "oly_enc_id", "pcrid",
    "pk_campaign", "pk_cid", "pk_content", "pk_keyword", "pk_kwd", "pk_medium", "pk_source",
    "pk_vid", "rb_clickid", "ref", "ref_src", "ref_url", "referrer", "s_cid", "s_kwcid",
    "sc_customer", "sc_eh", "sc_uid", "scid", "si", "smid", "spm", "sr_share", "srsltid",
    "ss_email_id", "ttclid", "twclid", "unicorn_click_id", "vero_conv", "vero_id", "vgo_ee",
    "wbraid", "wickedid", "wt_mc", "wtrid", "xtor", "yclid", "ymclid", "ysclid", "zanpid",
))  # fmt: skip


def is_tracking(name: str) -> bool:
    """Whether a parameter only follows readers."""
    lower = name.lower()
    return lower in NAMES or lower.startswith(PREFIXES)


def without_tracking(query: str) -> str:
    """A query string, as it stands in an address, without such parameters."""
    pairs = [pair for pair in query.split("&") if pair]
    return "&".join(pair for pair in pairs if not is_tracking(unquote_plus(pair.partition("=")[0])))
