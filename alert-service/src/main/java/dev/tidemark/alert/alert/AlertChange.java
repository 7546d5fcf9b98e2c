package dev.tidemark.alert.alert;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that a person did to an alert. */
@Entity
@Table(name = "alert_change")
public class AlertChange {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  @Column(name = "alert_id")
  String alertId = "";

  @Column Instant at = Instant.EPOCH;
  @Column String actor = "";

  @Column(name = "from_status")
  String fromStatus = "";

  @Column(name = "to_status")
  String toStatus = "";

  @Column @Nullable String reason;
  @Column @Nullable String note;

  /** For Hibernate. */
  protected AlertChange() {}

  static AlertChange of(AlertEntity alert, StatusChange change, String actor, Instant now) {
    AlertChange made = new AlertChange();
    made.alertId = alert.id;
    made.at = now;
    made.actor = actor;
    made.fromStatus = alert.status;
    made.toStatus = change.checkedStatus().word();
    made.reason = change.reason();
    made.note = change.note();
    return made;
  }
}
