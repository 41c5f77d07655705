package io.atoll.manager.agentlink.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.atoll.agent.v1.HostSample;
import io.atoll.agent.v1.Samples;
import io.atoll.agent.v1.VmSample;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No number of a sample, now or later added to the protocol, comes in unchecked. */
class SampleCheckTest {
    /** Names a process; any number will do. */
    private static final String NO_AMOUNT = "counters_id";

    static Stream<FieldDescriptor> numbers() {
        return Stream.of(Samples.getDescriptor(), HostSample.getDescriptor(), VmSample.getDescriptor())
                .flatMap(message -> message.getFields().stream())
                .filter(field -> field.getJavaType() == JavaType.LONG || field.getJavaType() == JavaType.INT)
                .filter(field -> !field.getName().equals(NO_AMOUNT));
    }

    /** 2^64 - 1, or 2^32 - 1: what a counter shows that went below zero. */
    @ParameterizedTest
    @MethodSource("numbers")
    void theGreatestNumberOfEveryFieldIsRefusedAndOneIsNot(FieldDescriptor field) {
        assertThat(SampleCheck.samples(with(field, -1))).as("%s", field).isPresent();
        assertThat(SampleCheck.samples(with(field, 1))).as("%s", field).isEmpty();
    }

    private static Samples with(FieldDescriptor field, int number) {
        var samples = Samples.newBuilder();
        var vm = VmSample.newBuilder().setVmId(new UUID(2, 1).toString());
        for (Message.Builder message : List.of(samples, samples.getHostBuilder(), vm)) {
            if (message.getDescriptorForType().equals(field.getContainingType())) {
                message.setField(field, value(field, number));
            }
        }
        return samples.addVms(vm).build();
    }

    private static Object value(FieldDescriptor field, int number) {
        if (field.getJavaType() == JavaType.LONG) {
            return Long.valueOf(number);
        }
        return number;
    }
}
