{{ config(severity='warn') }}

-- The document has changed, or the rules now read it right: the row can go.
select
    kind,
    record_id,
    action,
    column_name,
    correction_outcome
from {{ ref('rpt_corrections') }}
where correction_outcome <> 'applied'
