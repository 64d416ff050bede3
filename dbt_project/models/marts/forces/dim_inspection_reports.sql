with

reports as (

    select * from {{ ref('int_inspection_reports_united') }}

)

select
    inspection_report_id,
    title,
    publisher_names,
    published_on,
    published_on_precision,
    recommendation_count,
    recommendation_notes,
    programme,
    is_catalogued,
    is_verified,
    is_count_verified,
    source
from reports
