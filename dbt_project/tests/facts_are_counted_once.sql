-- No fact is of a superseded document, of a copy of another, or of a text that is not English.
with

facts as (

    select document_id from {{ ref('fct_responses') }}
    union all
    select document_id from {{ ref('fct_recommendation_answers') }}
    union all
    select document_id from {{ ref('fct_commitments') }}
    union all
    select document_id from {{ ref('fct_initiative_mentions') }}
    union all
    select document_id from {{ ref('fct_theme_mentions') }}
    union all
    select document_id from {{ ref('fct_metric_observations') }}
    union all
    select document_id from {{ ref('fct_source_findings') }}
    union all
    select document_id from {{ ref('fct_arithmetic_checks') }}

)

select
    documents.document_id,
    documents.is_current,
    documents.same_text_as,
    documents.language,
    count(*) as fact_count
from facts
inner join {{ ref('dim_documents') }} as documents on facts.document_id = documents.document_id
where
    not documents.is_current
    or documents.same_text_as is not null
    or documents.language not in ('en', 'und')
group by
    documents.document_id,
    documents.is_current,
    documents.same_text_as,
    documents.language
