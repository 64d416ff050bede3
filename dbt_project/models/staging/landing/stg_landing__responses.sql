with

source as (

    select * from {{ source('landing', 'responses') }}

),

renamed as (

    select
        -- identity
        response_id,
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
        inspection_report_id,
        is_catalogued,
        report_title_text,
        report_publisher_names,
        report_published_on,
        report_published_on_precision,
        recommendations_made,
        stance

    from source

)

select * from renamed
