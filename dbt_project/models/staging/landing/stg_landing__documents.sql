with

source as (

    select * from {{ source('landing', 'documents') }}

),

renamed as (

    select
        -- identity
        document_id,
        raw_sha256,
        part_number,

        -- text
        title,
        text,
        part_char_start,
        part_char_end,
        word_count,
        language,
        text_fingerprint,
        number_fingerprint,

        -- header
        document_type,
        force_id,
        policing_body_name,
        commissioner_name,
        document_date,
        document_date_precision,
        document_date_basis,

        -- provenance
        media_type,
        byte_count,
        left_out_count,
        parse_version

    from source

)

select * from renamed
