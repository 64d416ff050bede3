with

source as (

    select * from {{ source('landing', 'initiative_mentions') }}

),

renamed as (

    select
        -- identity
        initiative_mention_id,
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
        initiative_name,
        initiative_type

    from source

)

select * from renamed
