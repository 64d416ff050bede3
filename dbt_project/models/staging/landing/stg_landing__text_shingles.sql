with

source as (

    select * from {{ source('landing', 'text_shingles') }}

),

renamed as (

    select
        -- identity
        document_id,
        fingerprint

    from source

)

select * from renamed
