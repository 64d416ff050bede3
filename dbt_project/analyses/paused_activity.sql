with

documents as (

    select * from {{ ref('int_documents_kept') }}

),

mentions as (

    select * from {{ ref('fct_theme_mentions') }}

),

paused as (

    select * from {{ ref('stg_landing__sentences') }}
    where
        lower(sentence_text) like '%on hold%'
        or lower(sentence_text) like '%postpone%'
        or lower(sentence_text) like '%paused%'
        or lower(sentence_text) like '%deferred%'
        or lower(sentence_text) like '%cancelled%'
        or lower(sentence_text) like '%been suspended%'
        or lower(sentence_text) like '%been delayed%'

)

select
    documents.force_id,
    paused.document_id,
    paused.sentence_text,
    paused.speaker,
    paused.char_start,
    paused.char_end,
    paused.sentence_id
from paused
inner join documents on paused.document_id = documents.document_id
where
    ({{ parameter('force_id') }} is null or documents.force_id = {{ parameter('force_id') }})
    and (
        {{ parameter('theme_id') }} is null
        or exists (
            select mentions.theme_mention_id
            from mentions
            where
                mentions.document_id = paused.document_id
                and mentions.theme_id = {{ parameter('theme_id') }}
                and mentions.char_start >= paused.char_start
                and mentions.char_start < paused.char_end
        )
    )
order by
    documents.force_id asc nulls last,
    paused.document_id asc nulls last,
    paused.char_start asc nulls last
