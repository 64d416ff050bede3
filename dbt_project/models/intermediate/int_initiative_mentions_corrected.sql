{{ corrected('initiative_mentions') }}
