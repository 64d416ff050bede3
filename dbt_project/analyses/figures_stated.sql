with

observations as (

    select * from {{ ref('fct_metric_observations') }}

),

metrics as (

    select * from {{ ref('dim_metrics') }}

)

select
    observations.force_id,
    observations.document_id,
    observations.metric_id,
    metrics.metric_name,
    observations.measured,
    observations.value,
    observations.value_high,
    observations.unit_code,
    observations.qualifier,
    observations.change_direction,
    observations.observation_role,
    observations.period_start,
    observations.period_end,
    observations.period_text,
    observations.quoted_text,
    observations.sentence_text,
    observations.char_start,
    observations.observation_id
from observations
left join metrics on observations.metric_id = metrics.metric_id
where
    ({{ parameter('force_id') }} is null or observations.force_id = {{ parameter('force_id') }})
    and (
        {{ parameter('metric_id') }} is null
        or observations.metric_id = {{ parameter('metric_id') }}
    )
order by
    observations.force_id asc nulls last,
    observations.document_id asc nulls last,
    observations.char_start asc nulls last
