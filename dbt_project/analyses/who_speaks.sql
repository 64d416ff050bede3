with

documents as (

    select * from {{ ref('int_documents_kept') }}

),

sections as (

    select * from {{ ref('stg_landing__sections') }}

),

sentences as (

    select * from {{ ref('stg_landing__sentences') }}
    where
        {{ parameter('phrase') }} is null
        or position(lower({{ parameter('phrase') }}) in lower(sentence_text)) > 0

)

select
    documents.force_id,
    sentences.document_id,
    sections.ordinal as section_number,
    sections.heading,
    sentences.speaker,
    count(*) as sentence_count,
    min(sentences.char_start) as char_start,
    max(sentences.char_end) as char_end,
    min(sections.section_id) as section_id
from sentences
inner join documents on sentences.document_id = documents.document_id
left join sections on sentences.section_id = sections.section_id
where
    (
        {{ parameter('document_id') }} is null
        or position({{ parameter('document_id') }} in sentences.document_id) = 1
    )
    and ({{ parameter('force_id') }} is null or documents.force_id = {{ parameter('force_id') }})
group by
    documents.force_id,
    sentences.document_id,
    sections.ordinal,
    sections.heading,
    sentences.speaker
order by
    documents.force_id asc nulls last,
    sentences.document_id asc nulls last,
    char_start asc nulls last
