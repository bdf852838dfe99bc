"""What speaks with Microsoft for Teams: check its tokens, get ours, read an activity, send one, remember where to send."""
