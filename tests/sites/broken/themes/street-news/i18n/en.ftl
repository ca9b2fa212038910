# The words that we say differently from the theme.
page-not-found = There is no such page here
page-not-found-text - Look in the archive, or write to the records office.
