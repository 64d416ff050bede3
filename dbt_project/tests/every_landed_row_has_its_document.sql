-- A landed row of a document that did not land would reach no mart and be missed by nobody.
with

landed_rows as (

    select
        'sections' as table_name,
        document_id
    from {{ ref('stg_landing__sections') }}
    union all
    select
        'sentences' as table_name,
        document_id
    from {{ ref('stg_landing__sentences') }}
    union all
    select
        'tables' as table_name,
        document_id
    from {{ ref('stg_landing__tables') }}
    union all
    select
        'table_cells' as table_name,
        document_id
    from {{ ref('stg_landing__table_cells') }}
    union all
    select
        'text_shingles' as table_name,
        document_id
    from {{ ref('stg_landing__text_shingles') }}
    union all
    select
        'numerals' as table_name,
        document_id
    from {{ ref('stg_landing__numerals') }}
    union all
    select
        'metric_observations' as table_name,
        document_id
    from {{ ref('stg_landing__metric_observations') }}
    union all
    select
        'arithmetic_checks' as table_name,
        document_id
    from {{ ref('stg_landing__arithmetic_checks') }}
    union all
    select
        'source_findings' as table_name,
        document_id
    from {{ ref('stg_landing__source_findings') }}
    union all
    select
        'theme_mentions' as table_name,
        document_id
    from {{ ref('stg_landing__theme_mentions') }}
    union all
    select
        'responses' as table_name,
        document_id
    from {{ ref('stg_landing__responses') }}
    union all
    select
        'recommendation_answers' as table_name,
        document_id
    from {{ ref('stg_landing__recommendation_answers') }}
    union all
    select
        'commitments' as table_name,
        document_id
    from {{ ref('stg_landing__commitments') }}
    union all
    select
        'initiative_mentions' as table_name,
        document_id
    from {{ ref('stg_landing__initiative_mentions') }}
    union all
    select
        'links' as table_name,
        document_id
    from {{ ref('stg_landing__links') }}

)

select
    landed_rows.table_name,
    landed_rows.document_id,
    count(*) as row_count
from landed_rows
left join {{ ref('stg_landing__documents') }} as documents
    on landed_rows.document_id = documents.document_id
where documents.document_id is null
group by landed_rows.table_name, landed_rows.document_id
