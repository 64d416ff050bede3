with

checks as (

    select * from {{ ref('fct_arithmetic_checks') }}
    where check_type = 'sum_in_text'

),

observations as (

    select * from {{ ref('fct_metric_observations') }}

)

select
    checks.force_id,
    checks.document_id,
    checks.stated_value as stated_total,
    checks.computed_value as sum_of_parts,
    checks.agrees,
    observations.measured,
    observations.value,
    observations.quoted_text,
    observations.char_start = checks.char_start as is_stated_total,
    checks.sentence_text,
    observations.char_start,
    observations.observation_id
from checks
inner join observations
    on
        checks.document_id = observations.document_id
        and checks.section_id = observations.section_id
        and checks.sentence_text = observations.sentence_text
where {{ parameter('force_id') }} is null or checks.force_id = {{ parameter('force_id') }}
order by
    checks.force_id asc nulls last,
    checks.document_id asc nulls last,
    checks.char_start asc nulls last,
    observations.char_start asc nulls last
