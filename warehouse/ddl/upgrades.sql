-- What rows hold that were landed before a column was there. Run after columns were added.

update landing.document_sources
set page_uri = source_uri, address_uri = source_uri, received_sha256 = raw_sha256
where address_uri is null;

update landing.rejections
set page_uri = source_uri, address_uri = source_uri, received_sha256 = raw_sha256
where address_uri is null;
