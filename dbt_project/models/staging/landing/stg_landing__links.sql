with

source as (

    select * from {{ source('landing', 'links') }}

),

renamed as (

    select
        -- identity
        link_id,
        document_id,

        -- place
        section_id,
        char_start,
        char_end,
        page_number,

        -- facts
        link_text,
        target_uri

    from source

)

select * from renamed
