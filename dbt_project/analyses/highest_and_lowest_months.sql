with

months as (

    select
        *,
        cast(extract(year from period_start) as bigint) as year
    from {{ ref('rpt_metric_series') }}
    where period_precision = 'month'

),

extremes as (

    select
        metric_id,
        force_id,
        year,
        max(value) as highest_value,
        min(value) as lowest_value,
        count(*) as month_count
    from months
    group by metric_id, force_id, year

),

-- A month may lie in two years that are not whole, a calendar year and a financial one.
warnings as (

    select
        months.observation_id,
        min(partial_periods.explanation) as explanation
    from months
    inner join {{ ref('int_periods_questioned') }} as partial_periods
        on
            months.document_id = partial_periods.document_id
            and months.period_start >= partial_periods.period_start
            and months.period_end <= partial_periods.period_end
    group by months.observation_id

)

select
    months.force_id,
    months.metric_id,
    months.year,
    case when months.value = extremes.highest_value then 'highest' else 'lowest' end as extreme,
    months.period_start as month_start,
    months.value,
    extremes.month_count,
    warnings.explanation as warning,
    months.document_id,
    months.observation_id
from months
inner join extremes
    on
        months.metric_id = extremes.metric_id
        and months.force_id = extremes.force_id
        and months.year = extremes.year
left join warnings on months.observation_id = warnings.observation_id
where
    extremes.lowest_value < extremes.highest_value
    and months.value in (extremes.lowest_value, extremes.highest_value)
    and ({{ parameter('force_id') }} is null or months.force_id = {{ parameter('force_id') }})
    and ({{ parameter('metric_id') }} is null or months.metric_id = {{ parameter('metric_id') }})
order by
    months.force_id asc nulls last,
    months.metric_id asc nulls last,
    months.year asc nulls last,
    extreme asc nulls last,
    months.period_start asc nulls last
