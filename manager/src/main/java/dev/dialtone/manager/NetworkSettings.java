package dev.dialtone.manager;

import dev.dialtone.api.Entry;
import dev.dialtone.api.Projection.Excluded;
import dev.dialtone.carriers.CarrierInfo;
import dev.dialtone.carriers.LearningRequest;
import dev.dialtone.carriers.TunnelProjection;
import dev.dialtone.core.Failure;
import dev.dialtone.core.Loop;
import dev.dialtone.host.HostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What a tunnel's network came to, on the way to the host: kept in the record as the projection, applied once, and
/// changed after that. Everything runs on the connection's loop; what is given to it is guarded by its owner.
final class NetworkSettings {
    private final ConnectionRecord record;
    private final HostDesk hostDesk;
    private final Loop loop;
    private final Entry entry;
    private final String interfaceName;
    private final CarrierInfo carrier;
    private final NameWatch names;
    private final Consumer<NetworkPlan> changed;

    private TunnelProjection negotiated;
    private boolean asked;

    /// @param interfaceName of the connection's device
    /// @param changed       told the plan that the host has, after each change
    NetworkSettings(
            ConnectionRecord record,
            HostDesk hostDesk,
            Loop loop,
            Entry entry,
            String interfaceName,
            CarrierInfo carrier,
            TunnelProjection negotiated,
            NameWatch names,
            Consumer<NetworkPlan> changed) {
        this.record = record;
        this.hostDesk = hostDesk;
        this.loop = loop;
        this.entry = entry;
        this.interfaceName = interfaceName;
        this.carrier = carrier;
        this.negotiated = negotiated.withDns(InnerNames.given(entry));
        this.names = names;
        this.changed = changed;
    }

    /// Makes it readable, before anything of it is on the host.
    void show() {
        record.projection(Projections.of(entry, negotiated, interfaceName, carrier));
        record.names(names::service);
    }

    /// See [NetworkPlanner#request].
    LearningRequest request() {
        return NetworkPlanner.request(entry, negotiated);
    }

    /// Whether the host has been asked for them.
    boolean asked() {
        return asked;
    }

    /// More of the network opened. Before the settings are applied it is part of them (N2); afterwards it is added.
    void changed(TunnelProjection told) {
        TunnelProjection projection = told.withDns(InnerNames.given(entry));
        negotiated = projection;
        names.saw(entry, projection);
        var known = record.projection();
        if (known == null) {
            return;
        }
        record.projection(Projections.withRoutes(Projections.of(entry, projection, interfaceName, carrier), known));
        if (asked) {
            hostDesk.change(
                    record.id(),
                    entry,
                    projection,
                    interfaceName,
                    carrier.remote().getAddress(),
                    loop,
                    changed);
        }
    }

    /// Fails without touching the host when names are required and nobody answers for them.
    void apply(Consumer<NetworkPlan> applied, Consumer<HostException> failed) {
        asked = true;
        Optional<Failure> refusal = NameWatch.refusal(entry, negotiated);
        if (refusal.isPresent()) {
            failed.accept(new HostException(refusal.get()));
            return;
        }
        hostDesk.tellExcluded(record.id(), loop, this::moved);
        hostDesk.apply(
                record.id(),
                entry,
                negotiated,
                interfaceName,
                carrier.remote(),
                carrier.proxy() != null,
                loop,
                applied,
                failed);
    }

    /// What is excluded is reached by other ways than before.
    private void moved(List<Excluded> excluded) {
        var projection = record.projection();
        if (projection != null) {
            record.projection(projection.with(projection.routes(), projection.metric(), excluded));
        }
    }

    /// The plan that the host has now.
    void stand(NetworkPlan applied) {
        var projection = record.projection();
        if (projection != null) {
            record.projection(Projections.withRoutes(projection, applied));
        }
    }
}
