with

source as (

    select * from {{ source('landing', 'theme_mentions') }}

),

renamed as (

    select
        -- identity
        theme_mention_id,
        document_id,

        -- evidence
        section_id,
        speaker,
        quoted_text,
        sentence_text,
        char_start,
        char_end,
        page_number,

        -- facts
        theme_id,
        matched_phrase

    from source

)

select * from renamed
