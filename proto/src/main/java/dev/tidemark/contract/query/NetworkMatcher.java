package dev.tidemark.contract.query;

/**
 * The value is an address of a network.
 *
 * @param network the network
 */
record NetworkMatcher(Network network) implements ValueMatcher {

  @Override
  public boolean fits(String value, AddressReader reader) {
    return reader.read(value) && network.contains(reader.high(), reader.low());
  }
}
