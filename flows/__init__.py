"""From bytes to a published warehouse: the rooms of the main job."""
