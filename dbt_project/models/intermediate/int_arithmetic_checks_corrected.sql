{{ corrected('arithmetic_checks') }}
