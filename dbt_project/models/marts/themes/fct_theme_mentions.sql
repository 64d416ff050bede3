with

documents as (

    select
        document_id,
        force_id
    from {{ ref('int_documents_kept') }}

),

mentions as (

    select * from {{ ref('int_theme_mentions_corrected') }}

)

select
    mentions.theme_mention_id,
    mentions.document_id,
    documents.force_id,
    mentions.theme_id,
    mentions.matched_phrase,
    mentions.section_id,
    mentions.speaker,
    mentions.quoted_text,
    mentions.sentence_text,
    mentions.char_start,
    mentions.char_end,
    mentions.page_number,
    mentions.is_corrected
from mentions
inner join documents on mentions.document_id = documents.document_id
