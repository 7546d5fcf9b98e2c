package dev.tidemark.alert.store;

/** Told after the commit of a transaction that wrote notifications, so that they go out at once. */
public interface NotificationWakeup {

  /** There are new notifications; returns at once. */
  void wake();
}
