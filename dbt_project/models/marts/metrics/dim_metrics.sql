with

metrics as (

    select * from {{ ref('metrics') }}

)

select
    metric_id,
    metric_name,
    unit_code,
    definition,
    use_with_care,
    source,
    is_verified
from metrics
