{{ config(materialized='table') }}

with

documents as (

    select * from {{ ref('int_documents_located') }}
    where is_current

),

copies as (

    select document_id from {{ ref('int_copies_linked') }}

)

select
    documents.document_id,
    documents.force_id,
    documents.document_type,
    documents.document_date,
    documents.document_date_precision,
    documents.language,
    documents.source_uri,
    documents.word_count,
    documents.number_fingerprint
from documents
left join copies on documents.document_id = copies.document_id
where copies.document_id is null
