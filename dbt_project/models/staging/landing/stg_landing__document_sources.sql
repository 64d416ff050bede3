with

source as (

    select * from {{ source('landing', 'document_sources') }}

),

renamed as (

    select
        -- identity
        document_id,
        source_uri,
        page_uri,
        address_uri,
        folder_uri,
        raw_sha256,
        received_sha256,

        -- declared in sources.yml
        force_id,
        publisher_name,
        licence_note,

        -- provenance
        byte_count,
        modified_ns,

        -- life
        first_seen_at,
        last_seen_at,
        is_current

    from source

)

select * from renamed
