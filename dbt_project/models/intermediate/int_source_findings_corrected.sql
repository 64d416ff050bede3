{{ corrected('source_findings') }}
