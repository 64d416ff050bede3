with

documents as (

    select * from {{ ref('int_documents_located') }}

),

counts as (

    select * from {{ ref('int_documents_counted') }}

)

select
    documents.document_id,
    documents.source_uri,
    documents.title,
    documents.document_type,
    documents.force_id,
    documents.policing_body_name,
    documents.commissioner_name,
    documents.document_date,
    documents.document_date_precision,
    documents.document_date_basis,
    documents.language,
    documents.media_type,
    documents.word_count,
    documents.is_current,
    documents.has_rejected_update,
    documents.source_count,
    counts.sentence_count,
    documents.left_out_count,
    documents.part_number,
    documents.raw_sha256,
    -- Superseded documents are compared with nothing, so nothing can be said of them.
    case
        when documents.is_current and counts.comparable_sentence_count > 0
            then cast(counts.shared_sentence_count as double) / counts.comparable_sentence_count
    end as shared_sentence_share
from documents
inner join counts on documents.document_id = counts.document_id
