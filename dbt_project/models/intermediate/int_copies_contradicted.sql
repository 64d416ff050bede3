with

pairs as (

    select
        document_id,
        better_document_id
    from {{ ref('int_copies_compared') }}
    where
        share_of_shorter >= {{ var('same_text_share_of_shorter') }}
        and share_of_longer >= {{ var('same_text_share_of_longer') }}

),

numerals as (

    select * from {{ ref('stg_landing__numerals') }}

),

numbers as (

    select distinct
        document_id,
        numeral_text
    from numerals

),

-- Behind the same words stands another number, and one of the two is found nowhere else in
-- the other text: a figure or date was changed. Telephone numbers of a letterhead or the date
-- of a page stand behind words of their own.
other_numbers as (

    select distinct
        pairs.document_id,
        pairs.better_document_id
    from pairs
    inner join numerals as worse on pairs.document_id = worse.document_id
    inner join numerals as better
        on
            pairs.better_document_id = better.document_id
            and worse.context_fingerprint = better.context_fingerprint
            and worse.numeral_text <> better.numeral_text
    left join numbers as of_better
        on
            pairs.better_document_id = of_better.document_id
            and worse.numeral_text = of_better.numeral_text
    left join numbers as of_worse
        on
            pairs.document_id = of_worse.document_id
            and better.numeral_text = of_worse.numeral_text
    where of_better.document_id is null or of_worse.document_id is null

),

answered as (

    select distinct
        document_id,
        inspection_report_id
    from {{ ref('int_responses_corrected') }}
    where is_catalogued

),

only_in_one as (

    select distinct
        pairs.document_id,
        pairs.better_document_id
    from pairs
    inner join answered on pairs.document_id = answered.document_id
    left join answered as of_other
        on
            pairs.better_document_id = of_other.document_id
            and answered.inspection_report_id = of_other.inspection_report_id
    where of_other.document_id is null

),

only_in_better as (

    select distinct
        pairs.document_id,
        pairs.better_document_id
    from pairs
    inner join answered on pairs.better_document_id = answered.document_id
    left join answered as of_other
        on
            pairs.document_id = of_other.document_id
            and answered.inspection_report_id = of_other.inspection_report_id
    where of_other.document_id is null

)

select
    document_id,
    better_document_id
from other_numbers

union

-- Letters made from one form differ in little but the report that they answer.
select
    only_in_one.document_id,
    only_in_one.better_document_id
from only_in_one
inner join only_in_better
    on
        only_in_one.document_id = only_in_better.document_id
        and only_in_one.better_document_id = only_in_better.better_document_id
