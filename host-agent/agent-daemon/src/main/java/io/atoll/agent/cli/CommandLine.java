package io.atoll.agent.cli;

import io.atoll.agent.enrol.EnrolmentRefusedException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Picks the command and turns its end into an exit code: 0 done, 1 refused or failed, 2 not understood. */
public final class CommandLine {
    private static final String HELP = """
            atoll-agent — runs virtual machines on this host for an Atoll manager.

              atoll-agent enrol <url> <token> [options]   make this host a member (the manager shows the command)
              atoll-agent run     serve the manager until told to end; virtual machines run on
              atoll-agent check   look for what this host lacks, and say how to put it right
              atoll-agent status  who this host is, whether the agent runs, and which virtual machines it has
              atoll-agent zookeeper init|run|use   serve ZooKeeper with two or four other hosts; which one to use
              atoll-agent --help | --version

            Options of enrol:
              --address IP          where manager and other hosts reach this host (default: the address towards the manager)
              --port P              port of the agent (default 7443)
              --name NAME           name of this host (default: its hostname)
              --network-mode MODE   bridge, user or auto (default auto: bridge as root where ip, bridge and nft are there)
              --bridge NAME         bridge for guests, made when it is not there (default atbr0)
              --uplink IF           interface to put into that bridge; it must not carry addresses
              --label KEY=VALUE     label of this host; may be repeated
              --memory-mib N        memory VMs may use together (default: all)
              --cpu-count N         processors VMs may use (default: all)
              --force               enrol again although this host is enrolled

            Options of zookeeper init:
              --member ID@IP        a host of the ensemble; three or five, the same and in the same order on each
              --data DIR            take over a copy of the data of the server that served so far
              --port P              for clients, with the two behind it for the servers (default 2281)

            Options of all commands:
              --state-dir DIR       identity, certificates, memory of operations (default /var/lib/atoll-agent)
              --run-dir DIR         sockets and running VMs (default /run/atoll-agent)

            Options of run:
              --log-dir DIR         log into files there instead of standard output
              --hook-dir DIR        programs a manager may have run (default /etc/atoll/hooks)
              --accelerator A       auto, kvm or tcg (default auto: kvm where the processor really offers it)
            """;

    private final EnrolCommand enrol;
    private final ZookeeperCommand zookeeper;
    private final Map<String, Command> commands;
    private final String agentVersion;
    private final PrintStream out;
    private final PrintStream err;

    public CommandLine(
            EnrolCommand enrol,
            ZookeeperCommand zookeeper,
            Map<String, Command> commands,
            String agentVersion,
            PrintStream out,
            PrintStream err) {
        this.enrol = enrol;
        this.zookeeper = zookeeper;
        this.commands = Map.copyOf(commands);
        this.agentVersion = agentVersion;
        this.out = out;
        this.err = err;
    }

    public int run(List<String> line) {
        try {
            return dispatch(line);
        } catch (UsageException e) {
            err.println("✘ " + e.getMessage());
            err.println("  See atoll-agent --help.");
            return 2;
        } catch (EnrolmentRefusedException e) {
            err.println("✘ " + e.getMessage());
            err.println("  Fix: " + e.fix());
            return 1;
        } catch (IOException e) {
            err.println("✘ " + e.getMessage());
            return 1;
        }
    }

    private int dispatch(List<String> line) throws UsageException, EnrolmentRefusedException, IOException {
        if (line.isEmpty() || line.contains("--help") || line.getFirst().equals("help")) {
            out.print(HELP);
            return 0;
        }
        var rest = line.subList(1, line.size());
        var command = commands.get(line.getFirst());
        if (command != null) {
            return command.run(AgentFolders.parse(line.getFirst(), rest));
        }
        return switch (line.getFirst()) {
            case "--version" -> {
                out.println("atoll-agent " + agentVersion);
                yield 0;
            }
            case "enrol" -> enrol.run(rest);
            case "zookeeper" -> zookeeper.run(rest);
            default -> throw new UsageException("There is no command \"%s\".".formatted(line.getFirst()));
        };
    }
}
