{#- Every row of the seed says something that can be done; one failing row for each other, with
    what is wrong. -#}
{% test corrects_what_can_be_corrected(model) %}
    {{ impossible_defects(model) }}
{% endtest %}
