with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where
        qualifier <> 'exact'
        and observation_role not in ('age', 'period', 'definition')

)

select
    force_id,
    document_id,
    qualifier,
    value,
    value_high,
    unit_code,
    measured,
    quoted_text,
    sentence_text,
    char_start,
    observation_id
from observations
where {{ parameter('force_id') }} is null or force_id = {{ parameter('force_id') }}
order by
    qualifier asc nulls last,
    force_id asc nulls last,
    document_id asc nulls last,
    char_start asc nulls last
