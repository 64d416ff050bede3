with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

commitments as (

    select * from {{ ref('int_commitments_corrected') }}

)

select
    commitments.commitment_id,
    commitments.document_id,
    documents.force_id,
    commitments.actor,
    commitments.strength,
    commitments.commitment_text,
    commitments.due_on,
    commitments.due_precision,
    commitments.due_text,
    commitments.section_id,
    commitments.speaker,
    commitments.quoted_text,
    commitments.sentence_text,
    commitments.char_start,
    commitments.char_end,
    commitments.page_number,
    commitments.is_corrected
from commitments
inner join documents on commitments.document_id = documents.document_id
