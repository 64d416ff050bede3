with

documents as (

    select * from {{ ref('int_documents_located') }}

),

counts as (

    select * from {{ ref('int_documents_counted') }}

),

copies as (

    select * from {{ ref('int_copies_linked') }}

),

translations as (

    select * from {{ ref('int_translations_linked') }}

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
    copies.same_text_as,
    translations.translation_of,
    documents.media_type,
    documents.word_count,
    documents.is_current,
    documents.has_rejected_update,
    documents.source_count,
    counts.sentence_count,
    documents.left_out_count,
    documents.part_number,
    documents.raw_sha256,
    documents.is_corrected,
    -- Superseded documents and copies are compared with nothing, so nothing can be said of them.
    case
        when
            documents.is_current
            and copies.document_id is null
            and counts.comparable_sentence_count > 0
            then cast(counts.shared_sentence_count as double) / counts.comparable_sentence_count
    end as shared_sentence_share
from documents
inner join counts on documents.document_id = counts.document_id
left join copies on documents.document_id = copies.document_id
left join translations on documents.document_id = translations.document_id
