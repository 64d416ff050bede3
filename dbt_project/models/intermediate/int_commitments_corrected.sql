{{ corrected('commitments') }}
