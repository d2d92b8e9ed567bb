package dev.dialtone.interop;

import dev.dialtone.api.RemoteAccess;
import dev.dialtone.manager.Caller;
import dev.dialtone.manager.Manager;

/// The contract on the manager itself; its clients are views of it.
class EmbeddedContractTest extends ContractTest {
    @Override
    Doorway doorway(Rig rig) {
        Manager manager = rig.manager();
        return new Doorway() {
            @Override
            public RemoteAccess access() {
                return manager;
            }

            @Override
            public RemoteAccess newClient() {
                return manager.view(Caller.SELF);
            }

            @Override
            public RemoteAccess newClient(Caller caller) {
                return manager.view(caller);
            }

            @Override
            public void refuse() {}

            @Override
            public void close() {}
        };
    }
}
