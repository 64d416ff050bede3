-- A landed document without a source could be neither current nor superseded, and a source
-- without its document would be an input that neither landed nor was rejected.
select
    documents.document_id as landed_document_id,
    sources.document_id as source_document_id,
    sources.source_uri
from {{ ref('stg_landing__documents') }} as documents
full outer join {{ ref('stg_landing__document_sources') }} as sources
    on documents.document_id = sources.document_id
where documents.document_id is null or sources.document_id is null
