"""The words that end the names of streets and buildings, as regular expressions."""

#: Hardly a person is called so.
STREETS = r"(?:Street|Road|Avenue|Square|Terrace|Crescent|Gardens|Grove|Mews|Parade|Wharf)"
BUILDINGS = r"(?:House|Court|Buildings?|Headquarters|HQ|Lodge|Tower|Centre)"
#: Persons are called so too, and so are things that are counted ("3 Country Park rangers").
AMBIGUOUS = r"(?:Lane|Drive|Close|Way|Park|Row|Place|Hill|Hall|Quay|View|Walk|Green)"
POSTCODE = r"\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"
