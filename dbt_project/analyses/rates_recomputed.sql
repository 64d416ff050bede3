with

checks as (

    select * from {{ ref('fct_arithmetic_checks') }}
    where check_type = 'rate_against_parts'

),

observations as (

    select * from {{ ref('fct_metric_observations') }}

)

select
    checks.force_id,
    checks.document_id,
    observations.metric_id,
    observations.measured,
    observations.period_start,
    observations.period_end,
    checks.stated_value as printed_rate,
    checks.computed_value as computed_rate,
    checks.stated_value - checks.computed_value as difference,
    checks.tolerance,
    checks.agrees,
    checks.sentence_text,
    checks.char_start,
    checks.check_id
from checks
left join observations
    on
        checks.document_id = observations.document_id
        and checks.char_start = observations.char_start
where
    ({{ parameter('force_id') }} is null or checks.force_id = {{ parameter('force_id') }})
    and (
        {{ parameter('metric_id') }} is null
        or observations.metric_id = {{ parameter('metric_id') }}
    )
order by
    checks.force_id asc nulls last,
    checks.document_id asc nulls last,
    observations.period_start asc nulls last,
    checks.char_start asc nulls last
