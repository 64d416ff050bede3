with

forces as (

    select * from {{ ref('forces') }}

)

select
    force_id,
    force_name,
    policing_body_name,
    policing_body_type,
    country,
    region,
    ons_code,
    force_kind,
    notes,
    source,
    is_verified
from forces
