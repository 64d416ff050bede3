with

observations as (

    select * from {{ ref('fct_metric_observations') }}
    where origin = 'table'

),

totals as (

    select * from observations
    where is_total

),

-- The months of a printed year: figures of the same table that count the same thing. A total
-- that names no period is of all that the table holds.
added as (

    select
        totals.observation_id,
        min(parts.period_start) as first_day,
        max(parts.period_end) as last_day,
        sum(parts.value) as sum_of_parts,
        count(*) as part_count
    from totals
    inner join observations as parts
        on
            totals.table_id = parts.table_id
            and totals.measured = parts.measured
            and totals.unit_code = parts.unit_code
            and coalesce(totals.period_start, parts.period_start) <= parts.period_start
            and coalesce(totals.period_end, parts.period_end) >= parts.period_end
    where not parts.is_total
    group by totals.observation_id
    having count(distinct parts.period_start) > 1

),

partial_periods as (

    select * from {{ ref('int_periods_questioned') }}

)

select
    totals.force_id,
    totals.document_id,
    totals.metric_id,
    totals.measured,
    coalesce(totals.period_start, added.first_day) as period_start,
    coalesce(totals.period_end, added.last_day) as period_end,
    totals.value as printed_total,
    added.sum_of_parts,
    added.part_count,
    totals.value - added.sum_of_parts as difference,
    totals.value = added.sum_of_parts as adds_up,
    partial_periods.explanation as warning,
    totals.sentence_text,
    totals.char_start,
    totals.observation_id
from totals
inner join added on totals.observation_id = added.observation_id
left join partial_periods
    on
        totals.document_id = partial_periods.document_id
        and totals.period_start = partial_periods.period_start
        and totals.period_end = partial_periods.period_end
where
    ({{ parameter('force_id') }} is null or totals.force_id = {{ parameter('force_id') }})
    and ({{ parameter('metric_id') }} is null or totals.metric_id = {{ parameter('metric_id') }})
order by
    totals.force_id asc nulls last,
    totals.document_id asc nulls last,
    totals.measured asc nulls last,
    period_start asc nulls last
