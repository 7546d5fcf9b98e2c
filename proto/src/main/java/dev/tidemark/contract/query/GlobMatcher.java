package dev.tidemark.contract.query;

/**
 * The value's text has a form.
 *
 * @param glob the form
 */
record GlobMatcher(Glob glob) implements ValueMatcher {

  @Override
  public boolean fits(String value, AddressReader reader) {
    return glob.matches(value);
  }
}
