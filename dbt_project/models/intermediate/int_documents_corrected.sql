{{ corrected('documents') }}
