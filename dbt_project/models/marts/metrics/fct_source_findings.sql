with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

findings as (

    select * from {{ ref('int_source_findings_corrected') }}

)

select
    findings.finding_id,
    findings.document_id,
    documents.force_id,
    findings.finding_type,
    findings.stated_value,
    findings.computed_value,
    findings.difference,
    findings.explanation,
    findings.other_quoted_text,
    findings.other_sentence_text,
    findings.other_char_start,
    findings.other_char_end,
    findings.section_id,
    findings.speaker,
    findings.quoted_text,
    findings.sentence_text,
    findings.char_start,
    findings.char_end,
    findings.page_number,
    findings.is_corrected
from findings
inner join documents on findings.document_id = documents.document_id
