{#- Everything that engines spell differently, and nothing else. An engine that needs another
    spelling adds `<engine>__<name>` here; models never name an engine. -#}

{% macro today() %}{{ adapter.dispatch('today')() }}{% endmacro %}

{% macro default__today() %}current_date{% endmacro %}


{% macro add_days(first_day, days) -%}
    {{ adapter.dispatch('add_days')(first_day, days) }}
{%- endmacro %}

{% macro default__add_days(first_day, days) -%}
    cast({{ dbt.dateadd('day', days, first_day) }} as date)
{%- endmacro %}

{% macro spark__add_days(first_day, days) %}date_add({{ first_day }}, {{ days }}){% endmacro %}


{% macro days_between(first_day, last_day) -%}
    {{ adapter.dispatch('days_between')(first_day, last_day) }}
{%- endmacro %}

{% macro default__days_between(first_day, last_day) -%}
    cast({{ dbt.datediff(first_day, last_day, 'day') }} as bigint)
{%- endmacro %}

{% macro spark__days_between(first_day, last_day) -%}
    cast(datediff({{ last_day }}, {{ first_day }}) as bigint)
{%- endmacro %}


{% macro calendar_year(day) %}{{ adapter.dispatch('calendar_year')(day) }}{% endmacro %}

{% macro default__calendar_year(day) %}cast(extract(year from {{ day }}) as bigint){% endmacro %}


{#- Offsets count Unicode code points from 0, end exclusive; SQL counts characters from 1. -#}
{% macro text_between(text, char_start, char_end) -%}
    {{ adapter.dispatch('text_between')(text, char_start, char_end) }}
{%- endmacro %}

{% macro default__text_between(text, char_start, char_end) -%}
    substr({{ text }}, cast({{ char_start }} + 1 as int), cast({{ char_end }} - {{ char_start }} as int))
{%- endmacro %}


{#- What a person fills in when a question of `analyses` is asked: the engine binds the value,
    nobody pastes it. -#}
{% macro parameter(name) %}{{ adapter.dispatch('parameter')(name) }}{% endmacro %}

{% macro default__parameter(name) %}${{ name }}{% endmacro %}

{% macro spark__parameter(name) %}:{{ name }}{% endmacro %}


{#- Null where the text cannot be read as the type. -#}
{% macro try_to_cast(text, data_type) -%}
    {{ adapter.dispatch('try_to_cast')(text, data_type) }}
{%- endmacro %}

{% macro default__try_to_cast(text, data_type) -%}
    try_cast({{ text }} as {{ data_type }})
{%- endmacro %}
{#- Spark takes "2024" and "2024-1-5" for days as well. -#}
{% macro spark__try_to_cast(text, data_type) -%}
    {%- if data_type == 'date' -%}
        case
            when trim({{ text }}) rlike '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                then try_cast({{ text }} as date)
        end
    {%- else -%}
        try_cast({{ text }} as {{ data_type }})
    {%- endif -%}
{%- endmacro %}


{#- A value as a person would type it into `known_defects`. -#}
{% macro as_text(value, data_type) -%}
    {{ adapter.dispatch('as_text')(value, data_type) }}
{%- endmacro %}

{% macro default__as_text(value, data_type) -%}
    cast({{ value }} as {{ dbt.type_string() }})
{%- endmacro %}

{#- Spark writes ten million as 1.0E7. Beyond 10^16, where DuckDB too writes an exponent, the two
    spell it differently. -#}
{% macro spark__as_text(value, data_type) -%}
    {%- if data_type == 'double' -%}
        case
            when abs({{ value }}) >= 1e7 and abs({{ value }}) < 1e16
                or abs({{ value }}) >= 1e-4 and abs({{ value }}) < 1e-3
                then regexp_replace(
                    regexp_replace(
                        cast(cast({{ value }} as decimal(38, 18)) as string), '0+$', ''
                    ),
                    '[.]$', '.0'
                )
            else cast({{ value }} as string)
        end
    {%- else -%}
        cast({{ value }} as string)
    {%- endif -%}
{%- endmacro %}


{#- Makes the landed tables known as sources before the first model is built. -#}
{% macro find_landing() %}{{ return(adapter.dispatch('find_landing')()) }}{% endmacro %}

{#- They stand in the database in which models are built. -#}
{% macro default__find_landing() %}{% endmacro %}

{#- They are folders of Parquet, named by the tables. -#}
{% macro spark__find_landing() %}
    {%- if execute -%}
        {%- set landed = env_var('SECTION55_LANDED') -%}
        {%- for source in graph.sources.values() -%}
            {%- set table = source.schema ~ '.' ~ source.identifier -%}
            {%- do run_query('create schema if not exists ' ~ source.schema) -%}
            {%- do run_query('drop table if exists ' ~ table) -%}
            {%- do run_query(
                'create table ' ~ table ~ " using parquet location '"
                ~ spark__escaped(landed ~ '/' ~ source.identifier) ~ "'"
            ) -%}
        {%- endfor -%}
    {%- endif -%}
{% endmacro %}


{#- dbt-spark's own puts values between quotes as they are, where an apostrophe ends the text and
    nothing becomes the word None. -#}
{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set types = model['config']['column_types'] -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- set values = [] -%}
        {%- for column in agate_table.column_names -%}
            {%- set value = row[column] -%}
            {%- set literal = "null" -%}
            {%- if value is not none -%}
                {%- set literal = "'" ~ spark__escaped(value | string) ~ "'" -%}
            {%- endif -%}
            {%- do values.append('cast(' ~ literal ~ ' as ' ~ types[column] ~ ')') -%}
        {%- endfor -%}
        {%- do rows.append('(' ~ (values | join(', ')) ~ ')') -%}
    {%- endfor -%}
    {%- set sql = 'insert into ' ~ this ~ ' values ' ~ (rows | join(', ')) -%}
    {%- if rows -%}{%- do adapter.add_query(sql, abridge_sql_log=True) -%}{%- endif -%}
    {{ return(sql) }}
{% endmacro %}

{% macro spark__escaped(text) -%}
    {{ return(text | replace('\\', '\\\\') | replace("'", "\\'")) }}
{%- endmacro %}


{#- Tables of Parquet hold no constraints, so what a contract forbids is looked for. -#}
{% macro spark__persist_constraints(relation, model) %}
    {%- set required = [] -%}
    {%- for column in model.columns.values() -%}
        {%- if column.constraints | selectattr('type', 'equalto', 'not_null') | list -%}
            {%- do required.append(column.name) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if config.get('contract').enforced and required -%}
        {%- set found = run_query(
            'select count(*) from ' ~ relation ~ ' where ' ~ (required | join(' is null or '))
            ~ ' is null'
        ).columns[0].values()[0] -%}
        {%- if found > 0 -%}
            {%- do exceptions.raise_database_error(
                relation ~ ': ' ~ found ~ ' rows have a null where the contract forbids it; '
                ~ 'required are ' ~ (required | join(', '))
            ) -%}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
