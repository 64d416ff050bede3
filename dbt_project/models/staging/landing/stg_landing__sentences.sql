with

source as (

    select * from {{ source('landing', 'sentences') }}

),

renamed as (

    select
        -- identity
        sentence_id,
        document_id,

        -- place
        section_id,
        speaker,
        sentence_text,
        char_start,
        char_end,
        page_number,

        -- facts
        ordinal,
        language,
        word_count,
        fingerprint

    from source

)

select * from renamed
